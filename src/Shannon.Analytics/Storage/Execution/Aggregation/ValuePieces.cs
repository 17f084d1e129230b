using System.Runtime.InteropServices;
using Shannon.Analytics.Internals.Statistics;

namespace Shannon.Analytics.Storage.Execution.Aggregation;

/// <summary>
/// The values of each group that are kept until the group is finished: a chain of pieces. Groups are added and given pieces in turns; different groups
/// may be taken by different threads.
/// </summary>
internal sealed class ValuePieces : IDisposable
{
    private const int None = 0;
    private const int Finished = -1;

    // Of each group the place of its first piece from 1, or one of the two above.
    private PooledBuffer<int> _heads;
    private PooledBuffer<Node> _nodes;
    private int _nodeCount;
    private int _groups;
    private long _count;

    /// <summary>How many values are kept.</summary>
    internal long Count => Interlocked.Read(ref _count);

    /// <summary>Adds a group without values.</summary>
    internal void AddGroup()
    {
        _heads.Grown(_groups + 1, _groups)[_groups] = None;
        _groups++;
    }

    internal bool Has(int group) => _heads.Of(0)[group] > None;

    internal bool IsFinished(int group) => _heads.Of(0)[group] == Finished;

    /// <summary>Says that nothing more is to be computed of a group's values, none of which are kept.</summary>
    internal void Finish(int group) => _heads.Of(0)[group] = Finished;

    internal void Keep(ValuePiece piece, int group)
    {
        Node[] nodes = _nodes.Grown(_nodeCount + 1, _nodeCount);
        ref int head = ref _heads.Of(0)[group];
        nodes[_nodeCount++] = new Node { Piece = piece, Next = head };
        head = _nodeCount;
        _count += piece.Length;
    }

    /// <summary>Takes a group's values, in no order; it is finished then.</summary>
    internal Span<double> Take(int group, ref PooledBuffer<double> buffer)
    {
        double[] values = buffer.Of(LengthOf(group));
        int count = 0;
        for (int node = _heads.Of(0)[group]; node > None;)
        {
            ValuePiece piece = TakePiece(ref node);
            piece.Values.CopyTo(values.AsSpan(count));
            count += piece.Length;
            piece.Slab!.Release();
        }

        Finish(group);
        return values.AsSpan(0, count);
    }

    /// <summary>Moves a group's values, if it has any, to a sketch; it is finished then.</summary>
    internal void MoveTo(int group, ValueSketch sketch)
    {
        for (int node = _heads.Of(0)[group]; node > None;)
        {
            ValuePiece piece = TakePiece(ref node);
            sketch.Add(piece.Values);
            piece.Slab!.Release();
        }

        Finish(group);
    }

    /// <summary>Lets all values go. Groups that are finished stay so.</summary>
    internal void LetGo()
    {
        foreach (ref Node node in _nodes.Of(0).AsSpan(0, _nodeCount))
        {
            node.Piece.Slab?.Release();
            node.Piece = default;
        }

        foreach (ref int head in _heads.Of(0).AsSpan(0, _groups))
        {
            head = Math.Min(head, None);
        }

        _nodeCount = 0;
        _count = 0;
    }

    public void Dispose()
    {
        LetGo();
        _heads.Dispose();
        _nodes.Dispose();
    }

    private int LengthOf(int group)
    {
        Node[] nodes = _nodes.Of(0);
        int length = 0;
        for (int node = _heads.Of(0)[group]; node > None; node = nodes[node - 1].Next)
        {
            length += nodes[node - 1].Piece.Length;
        }

        return length;
    }

    private ValuePiece TakePiece(ref int node)
    {
        ref Node taken = ref _nodes.Of(0)[node - 1];
        ValuePiece piece = taken.Piece;
        taken.Piece = default;
        node = taken.Next;
        Interlocked.Add(ref _count, -piece.Length);
        return piece;
    }

    /// <summary>A piece of a group's values, and the place of the next one; 0 for none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Node
    {
        internal ValuePiece Piece;
        internal int Next;
    }
}
