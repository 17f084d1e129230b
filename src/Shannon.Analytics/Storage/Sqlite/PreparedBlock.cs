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

    /// <summary>Set by the commit: the first row's id; the others count on.</summary>
    internal long FirstId { get; set; }

    /// <summary>Set by the commit: what is known of each of the builder's sessions.</summary>
    internal List<SessionRow> Sessions { get; } = [];

    /// <summary>Set by the commit: the id of the record that each row replaces, 0 for none; null if no row has a key.</summary>
    internal long[]? Replaces { get; set; }

    /// <summary>Set by the commit: further records that a row replaces, where it merges several. Null where there are none.</summary>
    internal Dictionary<int, long[]>? AlsoReplaces { get; set; }

    /// <summary>Of a block of a large batch: the place of its first row in the batch.</summary>
    internal int FirstRow { get; set; }

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
        Sessions.Clear();
        Replaces = null;
        AlsoReplaces = null;
        FirstRow = 0;
        Encoded = false;
    }
}
