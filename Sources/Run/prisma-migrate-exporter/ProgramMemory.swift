import CGlibc
import Glibc

/// What the program does for the memory that it takes.
enum ProgramMemory {
    /// By default there are up to eight heaps a processor, and each grows to what the largest of all work once took in it.
    static func shareOneHeap() { mallopt(M_ARENA_MAX, 1) }

    /// Lets the heap of a short run grow in large steps and huge pages, and keep what is freed: to be given memory page by
    /// page takes a fifth of the time that judging a long history does.
    ///
    /// Only what is touched is taken. Linux may be told to know no huge pages, and then gives small ones.
    static func takeRoomAtOnce() {
        mallopt(M_TOP_PAD, 64 << 20)
        mallopt(M_TRIM_THRESHOLD, Int32.max)
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        // More than is free, so that the heap grows.
        guard let room = malloc(8 << 20), let end = sbrk(0) else { return }
        defer { free(room) }
        let pageSize = 2 << 20
        let start = (Int(bitPattern: room) + pageSize - 1) / pageSize * pageSize
        let size = Int(bitPattern: end) - start
        if size > 0 { madvise(UnsafeMutableRawPointer(bitPattern: start), size, MADV_HUGEPAGE) }
    }

    /// Gives back to the system what is not used: soon after the start, then once a minute; ends when its task does.
    static func giveBack() async {
        var pause = Duration.seconds(10)
        while (try? await Task.sleep(for: pause)) != nil {
            // By itself the heap shrinks only at its end, and something small that came during a burst of connections
            // may lie there for good.
            malloc_trim(0)
            unmapUnusedCode()
            pause = .seconds(60)
        }
    }

    /// Takes pages of the program and its libraries out of this process; they stay in the system's cache, and those that
    /// are needed come back from there.
    ///
    /// Only segments that are never written: of others the pages would come back as they are in the file
    /// (madvise(2), `MADV_DONTNEED`).
    private static func unmapUnusedCode() {
        _ = dl_iterate_phdr(
            { info, _, _ in
                guard let info = info?.pointee else { return 0 }
                let pageSize = sysconf(Int32(_SC_PAGESIZE))
                for segment in UnsafeBufferPointer(start: info.dlpi_phdr, count: Int(info.dlpi_phnum))
                where segment.p_type == UInt32(PT_LOAD) && segment.p_flags & UInt32(PF_W) == 0 {
                    let start = Int(info.dlpi_addr + segment.p_vaddr)
                    let end = start + Int(segment.p_memsz)
                    let firstPage = start / pageSize * pageSize
                    madvise(UnsafeMutableRawPointer(bitPattern: firstPage), end - firstPage, MADV_DONTNEED)
                }
                return 0
            },
            nil
        )
    }
}
