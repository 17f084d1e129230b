using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>The rows of one future block, and whose they are. Large batches encode theirs on the caller's thread; shared blocks are encoded by the writer.</summary>
internal sealed class PreparedBlock
{
    internal BlockBuilder Builder { get; } = new();

    /// <summary>Who waits for the rows; their row ranges follow each other without gaps.</summary>
    internal List<PendingAppend> Appends { get; } = [];

    internal ByteWriter Body { get; } = new(1024);

    internal bool Encoded { get; private set; }

    internal void Encode()
    {
        Body.Reset();
        Builder.EncodeBody(Body);
        Encoded = true;
    }

    internal void Clear()
    {
        Builder.Clear();
        Appends.Clear();
        Body.Reset();
        Encoded = false;
    }
}
