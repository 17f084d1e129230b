using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Shannon.Analytics.Resources;

/// <summary>Reads files of <c>/proc</c>. What is not as expected is as if it were not there. See proc(5) for the fields.</summary>
internal static class ProcFile
{
    /// <summary>More than the files read here ever have.</summary>
    internal const int MaxBytes = 2048;

    // The kernel tells times in hundredths of a second on every processor that .NET runs on (USER_HZ).
    private const long TicksPerClock = TimeSpan.TicksPerSecond / 100;

    /// <summary>What the file says; empty if it cannot be read.</summary>
    internal static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            // Sharing everything spares the advisory lock.
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads <c>/proc/ID/stat</c>.</summary>
    internal static bool TryParseStat(ReadOnlySpan<byte> text, int id, out ProcessEntry entry)
    {
        entry = default;

        // The name, in brackets, may hold blanks and brackets of its own.
        int nameEnd = text.LastIndexOf((byte)')');
        if (nameEnd < 0)
        {
            return false;
        }

        // The fields behind the name, from "state" on, which is the third of all.
        Span<long> fields = stackalloc long[22];
        int count = 0;
        ReadOnlySpan<byte> rest = text[(nameEnd + 1)..].TrimStart((byte)' ');
        while (count < fields.Length && !rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)' ', (byte)'\n');
            ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (count > 0 && !TryParse(field, out fields[count]))
            {
                return false;
            }

            count++;
        }

        if (count < fields.Length)
        {
            return false;
        }

        entry = new ProcessEntry(id, fields[19])
        {
            ParentId = ToId(fields[1]),
            SessionId = ToId(fields[3]),
            Cpu = ToTime(fields[11]) + ToTime(fields[12]),
            ReapedCpu = ToTime(fields[13]) + ToTime(fields[14]),
            MemoryBytes = Math.Clamp(fields[21], 0, long.MaxValue / Environment.SystemPageSize) * Environment.SystemPageSize,
        };
        return true;
    }

    /// <summary>Reads <c>/proc/ID/io</c>: bytes that were fetched from disk, and that were sent towards it.</summary>
    internal static (long? Read, long? Written) ParseIo(ReadOnlySpan<byte> text) => (LineOf(text, "\nread_bytes:"u8), LineOf(text, "\nwrite_bytes:"u8));

    // None of these lines is the first one.
    private static long? LineOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        int at = text.IndexOf(start);
        return at >= 0 && TryParse(text[(at + start.Length)..].TrimStart((byte)' '), out long value) && value >= 0 ? value : null;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out int used) && (used == text.Length || text[used] == (byte)'\n');

    private static int ToId(long field) => field is > 0 and <= int.MaxValue ? (int)field : 0;

    private static TimeSpan ToTime(long field) => new(Math.Clamp(field, 0, long.MaxValue / 4 / TicksPerClock) * TicksPerClock);
}
