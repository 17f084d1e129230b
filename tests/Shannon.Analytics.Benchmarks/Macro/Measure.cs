namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>Which number of a sample is compared.</summary>
/// <param name="Unit">Unit of the number.</param>
/// <param name="HigherIsBetter">Whether more is better; only for reading, the figure's comparison decides.</param>
/// <param name="Value">Takes the number from a sample.</param>
internal sealed record Measure(string Unit, bool HigherIsBetter, Func<Sample, double> Value)
{
    /// <summary>Bytes allocated per call, rounded to 0.01 so that a background thread's few bytes are not blamed on millions of calls.</summary>
    public static Measure AllocatedPerCall { get; } =
        new("B/call", HigherIsBetter: false, s => Math.Round((double)s.AllocatedBytes / s.Operations, 2));

    /// <summary>Nanoseconds per call.</summary>
    public static Measure NanosecondsPerCall { get; } =
        new("ns/call", HigherIsBetter: false, s => s.Seconds * 1e9 / s.Operations);

    /// <summary>Milliseconds of the whole run.</summary>
    public static Measure Milliseconds { get; } = new("ms", HigherIsBetter: false, s => s.Seconds * 1e3);

    /// <summary>Milliseconds per question.</summary>
    public static Measure MillisecondsPerQuery { get; } = new("ms/query", HigherIsBetter: false, s => s.Seconds * 1e3 / s.Operations);

    /// <summary>Nanoseconds per row asked over.</summary>
    public static Measure NanosecondsPerRow { get; } = new("ns/row", HigherIsBetter: false, s => s.Seconds * 1e9 / s.Operations);

    /// <summary>Processor milliseconds of the whole run, all threads together; no bar rests on it.</summary>
    public static Measure ProcessorMilliseconds { get; } = new("cpu ms", HigherIsBetter: false, s => s.ProcessorSeconds * 1e3);

    /// <summary>Bytes on disk per row, everything closed.</summary>
    public static Measure FileBytesPerRow { get; } =
        new("B/row", HigherIsBetter: false, s => (double)s.FileBytes / s.Operations);

    /// <summary>The most memory that a process of its own had resident.</summary>
    public static Measure PeakMegabytes { get; } = new("MB", HigherIsBetter: false, s => s.PeakBytes / 1e6);

    /// <summary>Operations per second: the speed ratio ours / rival equals rival time / our time.</summary>
    public static Measure Rate(string operations) =>
        new(operations + "/s", HigherIsBetter: true, s => s.Operations / s.Seconds);
}
