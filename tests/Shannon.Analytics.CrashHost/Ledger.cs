using System.Text;

namespace Shannon.Analytics.CrashHost;

/// <summary>
/// What was acknowledged, one line per write, handed to the operating system before the next write begins: it survives the death of
/// the process. Thread-safe.
/// </summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Dispose() => _file.Dispose();

    /// <summary>A batch of <paramref name="count"/> records is durable.</summary>
    internal void Acknowledge(string writer, int batch, int count) => Append($"ack {writer} {batch} {count}");

    /// <summary>All keys of the writer are held with at least this rank.</summary>
    internal void AcknowledgeRank(string writer, int rank, int keys) => Append($"rank {writer} {rank} {keys}");

    /// <summary>The writer's document has at least this version.</summary>
    internal void AcknowledgeState(string writer, long version) => Append($"state {writer} {version}");

    /// <summary>A batch of records that will be dropped, and of which rollups remain, is durable.</summary>
    internal void AcknowledgeFading(string writer, int batch) => Append($"fade {writer} {batch}");

    /// <summary>The writer was told that the batch is not stored, or that nobody can know.</summary>
    internal void NoteFailure(string writer, int batch, Exception error) =>
        Append($"{(error.Message.Contains("unknown", StringComparison.Ordinal) ? "unknown" : "fail")} {writer} {batch} {error.GetType().Name}");

    private void Append(FormattableString line)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(FormattableString.Invariant(line) + "\n");
        lock (_lock)
        {
            _file.Write(bytes);
        }
    }
}
