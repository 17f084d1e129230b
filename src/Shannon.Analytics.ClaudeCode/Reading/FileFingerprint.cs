using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Shannon.Analytics.ClaudeCode.Reading;

/// <summary>
/// Tells whether a file still begins with what was read of it: hashes of its first bytes and of the last bytes before the place reached.
/// A file that was truncated, rotated or rewritten differs in one of them.
/// </summary>
internal static class FileFingerprint
{
    private const int Bytes = 4096;

    /// <summary>The hash of the first bytes of what was read.</summary>
    internal static ulong Head(SafeFileHandle file, long offset) => Hash(file, 0, offset);

    /// <summary>The hash of the last bytes of what was read.</summary>
    internal static ulong Tail(SafeFileHandle file, long offset) => Hash(file, Math.Max(0, offset - Bytes), offset);

    private static ulong Hash(SafeFileHandle file, long from, long to)
    {
        Span<byte> buffer = stackalloc byte[Bytes];
        buffer = buffer[..(int)Math.Min(Bytes, to - from)];
        int filled = 0;
        while (filled < buffer.Length)
        {
            int read = RandomAccess.Read(file, buffer[filled..], from + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return XxHash3.HashToUInt64(buffer[..filled]);
    }
}
