using Shannon.Analytics.Internals.Codecs;

namespace Shannon.Analytics.Internals.Anomalies;

/// <summary>
/// One view of a series: a statistic, how improbable its value is by its own past, and that improbability held for a few records, so that views
/// which see the same event a little earlier or later add up.
/// </summary>
internal sealed class Evidence
{
    /// <summary>No view says more than "one in a million": a single one must not raise an alarm alone.</summary>
    private const double MostDecades = 6;

    /// <summary>What is held fades by a sixth a record.</summary>
    private const double Fading = 5.0 / 6;

    private readonly ExceedanceTail _tail = new();

    /// <summary>Decades of improbability, now or fading since.</summary>
    internal double Held { get; private set; }

    internal double Observe(double statistic, double least)
    {
        Held = Math.Max(Math.Min(_tail.Decades(statistic, least), MostDecades), Held * Fading);
        _tail.Add(statistic);
        return Held;
    }

    /// <summary>The statistic from which on this view alone would find a value as improbable as <paramref name="decades"/>.</summary>
    internal double ValueAt(double decades, double least) => _tail.ValueAt(decades, least);

    internal void Save(ByteWriter writer)
    {
        writer.WriteDouble(Held);
        _tail.Save(writer);
    }

    internal void Load(ref ByteReader reader)
    {
        Held = reader.ReadDouble();
        _tail.Load(ref reader);
    }
}
