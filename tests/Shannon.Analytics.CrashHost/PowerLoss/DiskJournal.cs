using System.Buffers.Binary;
using System.Text;

namespace Shannon.Analytics.CrashHost.PowerLoss;

/// <summary>Reads what <c>tests/powerloss/record.c</c> recorded.</summary>
internal static class DiskJournal
{
    private const int HeaderBytes = 15;

    /// <summary>All whole records; a killed process may leave part of one at the end.</summary>
    internal static List<DiskRecord> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var records = new List<DiskRecord>();
        for (int at = 0; at + HeaderBytes <= bytes.Length;)
        {
            int pathLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 1));
            long position = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 3));
            int dataLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 11));
            int end = at + HeaderBytes + pathLength + dataLength;
            if (end > bytes.Length)
            {
                break;
            }

            string file = Encoding.UTF8.GetString(bytes, at + HeaderBytes, pathLength);
            records.Add(new DiskRecord((char)bytes[at], file, position, bytes.AsMemory(end - dataLength, dataLength)));
            at = end;
        }

        return records;
    }
}
