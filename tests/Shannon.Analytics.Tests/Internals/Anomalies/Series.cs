using Shannon.Analytics.Internals.Anomalies;

namespace Shannon.Analytics.Tests.Internals.Anomalies;

/// <summary>A series to be looked through, made step by step from a seed.</summary>
internal sealed class Series(int seed)
{
    internal const long Second = 1_000_000;
    internal const long Minute = 60 * Second;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

    // A Monday.
    private static readonly long Start = (new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly Random _random = new(seed);

    internal List<long> Times { get; } = [];

    internal List<double> Values { get; } = [];

    internal int Count => Values.Count;

    internal Series Add(int count, Func<int, double> value, long step = 5 * Minute)
    {
        for (int i = 0; i < count; i++)
        {
            Times.Add(Times.Count == 0 ? Start : Times[^1] + step);
            Values.Add(value(Count));
        }

        return this;
    }

    internal Series Noise(int count, double level = 100, double deviation = 2, long step = 5 * Minute) => Add(count, _ => level + (deviation * Normal()), step);

    internal Series Pause(long micros)
    {
        Times.Add(Times[^1] + micros);
        Values.Add(Values[^1]);
        return this;
    }

    internal double Uniform() => _random.NextDouble();

    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>The anomalies from a record on: what noise before it may have looked like is another test's matter.</summary>
    internal List<AnomalyPoint> RunFrom(int record, IAnomalyDetector detector) => [.. Run(detector).Where(anomaly => anomaly.TimeMicros >= Times[record])];

    internal List<AnomalyPoint> Run(IAnomalyDetector detector)
    {
        List<AnomalyPoint> anomalies = [];
        AnomalyRunner.Run(detector, [.. Times], [.. Values], anomalies, TestContext.Current.CancellationToken);
        return anomalies;
    }
}
