namespace Shannon.Analytics.CrashHost.PowerLoss;

/// <summary>One thing that a process did to a file. <see cref="Position"/> is a write's offset, a truncation's length, or how many records there were when a sync (or one that failed) began.</summary>
internal sealed record DiskRecord(char Kind, string Path, long Position, ReadOnlyMemory<byte> Data)
{
    internal const char Write = 'W';
    internal const char Truncate = 'T';
    internal const char Sync = 'S';
    internal const char FailedSync = 'F';
    internal const char Unlink = 'U';
}
