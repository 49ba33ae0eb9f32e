#pragma once
#include <microhttpd.h>

// MHD_start_daemon is variadic, which Swift can't call.
static inline struct MHD_Daemon *MHD_start_on_socket(
    MHD_socket listener, unsigned int connections, unsigned int idle_seconds, size_t request_memory,
    MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed, void *context)
{
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handler, context,
        MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, request_memory,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context,
        MHD_OPTION_END);
}
