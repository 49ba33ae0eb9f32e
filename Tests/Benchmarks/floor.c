/* A bare HTTP server: the same library, one response of so many bytes, nothing else. floor PORT BYTES */
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct MHD_Response *response;

static enum MHD_Result answer(void *closure, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    (void)closure, (void)url, (void)method, (void)version, (void)upload, (void)upload_size, (void)request;
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int count, char **arguments)
{
    if (count != 3) return 2;
    size_t size = strtoul(arguments[2], NULL, 10);
    char *body = malloc(size);
    if (!body) return 1;
    memset(body, 'x', size);
    response = MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
    if (!MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (unsigned short)atoi(arguments[1]), NULL, NULL, answer, NULL, MHD_OPTION_END))
        return 1;
    pause();
    return 0;
}
