using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>One attribute over all sources of a batch. Its form is that of its columns, or mixed when they differ. Not thread-safe.</summary>
internal sealed class MergedAttribute(string name)
{
    private readonly List<DecodedAttribute?> _sources = [];

    internal string Name => name;

    internal AttributeForm Form { get; private set; }

    internal MergedText Text { get; } = new();

    internal MergedNumbers<double> Numbers { get; } = new();

    internal void Add(int source, DecodedAttribute column)
    {
        while (_sources.Count < source)
        {
            _sources.Add(null);
        }

        _sources.Add(column);
        Form = Form == 0 || Form == column.Form ? column.Form : AttributeForm.Mixed;
        if (column.Text is { } text)
        {
            Text.Add(source, text);
        }
        else if (column.Numbers is { } numbers)
        {
            Numbers.Add(source, numbers);
        }
    }

    internal bool Occurs(SegmentRows rows)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source < _sources.Count && _sources[run.Source] is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands each row's value to <paramref name="visit"/>, in row order: the slow way, for mixed kinds and for counting.</summary>
    internal void Visit(SegmentRows rows, Action<int, AttributeValue> visit)
    {
        foreach (SegmentRows.Run run in rows.Runs)
        {
            if (run.Source < _sources.Count && _sources[run.Source] is { } source)
            {
                for (int i = run.Start; i < run.End; i++)
                {
                    if (source.At(rows.Rows[i]) is { Kind: not AttributeKind.None } value)
                    {
                        visit(i, value);
                    }
                }
            }
        }
    }
}
