using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Segments;

/// <summary>
/// The input of one sealing pass: decoded blocks and segments side by side, with dictionaries that hold for all of them. Rows are numbered
/// through all sources. Not thread-safe.
/// </summary>
internal sealed class SealBatch
{
    private readonly List<DecodedBlock> _sources = [];
    private readonly List<int> _firstRows = [];
    private readonly Dictionary<long, int> _nameCodes = [];
    private readonly Dictionary<long, int> _sessionCodes = [];
    private readonly Dictionary<string, MergedNumbers<double>> _measurementOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MergedAttribute> _attributeOf = new(StringComparer.Ordinal);
    private int[] _sourceOf = [];

    internal int Count { get; private set; }

    internal long[] Times { get; private set; } = [];

    internal long[] Ids { get; private set; } = [];

    /// <summary>Each row's position in <see cref="NameIds"/>.</summary>
    internal int[] NameCodes { get; private set; } = [];

    /// <summary>Metric name ids.</summary>
    internal List<long> NameIds { get; } = [];

    /// <summary>Session ids.</summary>
    internal List<long> SessionIds { get; } = [];

    internal MergedCodes Sessions { get; } = new();

    internal MergedText Users { get; } = new();

    internal MergedText Projects { get; } = new();

    internal MergedText Models { get; } = new();

    internal MergedNumbers<long> Costs { get; } = new();

    internal MergedText Keys { get; } = new(neverCoded: true);

    internal MergedNumbers<long> Ranks { get; } = new();

    internal List<KeyValuePair<string, MergedNumbers<double>>> Measurements { get; } = [];

    internal List<MergedAttribute> Attributes { get; } = [];

    /// <summary>Which record each replacing record replaced, by the latter's id.</summary>
    internal Dictionary<long, long> Replaces { get; } = [];

    internal DecodedBlock Source(int source) => _sources[source];

    internal int SourceOf(int row) => _sourceOf[row];

    internal int FirstRowOf(int source) => _firstRows[source];

    /// <summary>The measurement's column over all sources, if it has one.</summary>
    internal MergedNumbers<double>? Measurement(string name) => _measurementOf.GetValueOrDefault(name);

    /// <summary>The attribute's column over all sources, if it has one.</summary>
    internal MergedAttribute? Attribute(string name) => _attributeOf.GetValueOrDefault(name);

    internal void Add(DecodedBlock block)
    {
        int source = _sources.Count;
        int first = Count;
        _sources.Add(block);
        _firstRows.Add(first);
        Grow(first + block.Count);
        block.Times.AsSpan(0, block.Count).CopyTo(Times.AsSpan(first));
        _sourceOf.AsSpan(first, block.Count).Fill(source);
        for (int i = 0; i < block.Count; i++)
        {
            Ids[first + i] = block.IdAt(i);
        }

        AddNames(block, first);
        if (block.Ids.Sessions.Length > 0)
        {
            Map(block.Ids.Sessions, _sessionCodes, SessionIds, Sessions.Add(source, block.SessionCodes, block.Ids.Sessions.Length));
        }

        AddText(Users, source, block.Users);
        AddText(Projects, source, block.Projects);
        AddText(Models, source, block.Models);
        AddText(Keys, source, block.Keys);
        AddNumbers(Costs, source, block.Costs);
        AddNumbers(Ranks, source, block.Ranks);
        foreach (DecodedNumbers<double> column in block.Measurements)
        {
            if (!_measurementOf.TryGetValue(column.Name, out MergedNumbers<double>? merged))
            {
                _measurementOf.Add(column.Name, merged = new MergedNumbers<double>());
                Measurements.Add(KeyValuePair.Create(column.Name, merged));
            }

            merged.Add(source, column);
        }

        foreach (DecodedAttribute column in block.Attributes)
        {
            if (!_attributeOf.TryGetValue(column.Name, out MergedAttribute? merged))
            {
                _attributeOf.Add(column.Name, merged = new MergedAttribute(column.Name));
                Attributes.Add(merged);
            }

            merged.Add(source, column);
        }

        NoteReplaced(block);
        Count += block.Count;
    }

    private static void AddText(MergedText merged, int source, DecodedText? text)
    {
        if (text is not null)
        {
            merged.Add(source, text);
        }
    }

    private static void AddNumbers(MergedNumbers<long> merged, int source, DecodedNumbers<long>? column)
    {
        if (column is not null)
        {
            merged.Add(source, column);
        }
    }

    private static void Map(long[] ids, Dictionary<long, int> codeOf, List<long> all, Span<int> map)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if (!codeOf.TryGetValue(ids[i], out int code))
            {
                code = all.Count;
                all.Add(ids[i]);
                codeOf.Add(ids[i], code);
            }

            map[i] = code;
        }
    }

    private void AddNames(DecodedBlock block, int first)
    {
        long[] ids = block.Ids.Names;
        Span<int> map = ids.Length <= 256 ? stackalloc int[ids.Length] : new int[ids.Length];
        Map(ids, _nameCodes, NameIds, map);
        for (int i = 0; i < block.Count; i++)
        {
            NameCodes[first + i] = map[block.NameCodes[i]];
        }
    }

    private void NoteReplaced(DecodedBlock block)
    {
        if (block.Replaces is { } replaces)
        {
            for (int i = 0; i < block.Count; i++)
            {
                if (replaces.Has(i))
                {
                    Replaces[block.IdAt(i)] = replaces.Values[i];
                }
            }
        }
    }

    private void Grow(int capacity)
    {
        if (capacity > Times.Length)
        {
            int length = Math.Max(capacity, Math.Max(1024, Times.Length * 2));
            long[] times = Times;
            long[] ids = Ids;
            int[] names = NameCodes;
            Array.Resize(ref times, length);
            Array.Resize(ref ids, length);
            Array.Resize(ref names, length);
            Array.Resize(ref _sourceOf, length);
            (Times, Ids, NameCodes) = (times, ids, names);
        }
    }
}
