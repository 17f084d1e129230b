using Shannon.Analytics.Storage;

namespace Shannon.Analytics.ClaudeCode.Telemetry;

/// <summary>Counts what became of the events and data points of one payload. Not thread-safe.</summary>
internal sealed class TelemetryTally
{
    private const int MaxNames = 100;
    private const int MaxNameLength = 100;
    private readonly SortedDictionary<string, long> _unknown = new(StringComparer.Ordinal);

    internal long Events { get; set; }

    internal long DataPoints { get; set; }

    internal long Mapped { get; set; }

    internal long Ignored { get; set; }

    internal long Malformed { get; set; }

    internal long Foreign { get; set; }

    internal void AddUnknown(string name)
    {
        bool isName = name.Length is > 0 and <= MaxNameLength && !name.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter));
        string counted = isName && (_unknown.ContainsKey(name) || _unknown.Count < MaxNames) ? name : "(other)";
        _unknown[counted] = _unknown.GetValueOrDefault(counted) + 1;
    }

    internal ClaudeTelemetryResult ToResult(in AppendResult stored) => new()
    {
        Events = Events,
        DataPoints = DataPoints,
        Mapped = Mapped,
        Ignored = Ignored,
        Malformed = Malformed,
        Foreign = Foreign,
        Unknown = _unknown,
        Stored = stored.Stored,
        Replaced = stored.Replaced,
        Duplicates = stored.Duplicates,
        TooOld = stored.TooOld,
    };
}
