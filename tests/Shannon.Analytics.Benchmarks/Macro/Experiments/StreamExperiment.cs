using Shannon.Analytics.Benchmarks.Macro.Streams;
using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Benchmarks.Macro.Experiments;

/// <summary>
/// One publisher hands 50,000 records, in commits of 100, to 100 subscribers: what it costs until all of them have everything, or what it costs the publisher
/// alone while nobody reads. The records are made beforehand for all.
/// </summary>
internal sealed class StreamExperiment : Experiment
{
    private const int Records = 50_000;
    private const int Subscribers = 100;
    private static readonly Lazy<CommittedRecords[]> Batches = new(() => FanOut.Batches(Records, 100));
    private readonly bool _reads;

    private StreamExperiment(bool reads)
    {
        _reads = reads;
        Contenders =
        [
            new("streams", ContenderRole.Ours, "the hub's OnCommitted; 100 streams of one kind", _ => new FanOutRun(new StreamFanOut(), Batches.Value, Subscribers, _reads)),
            new("channels", ContenderRole.Rival, "TryWrite into a bounded channel for each subscriber", _ => new FanOutRun(new ChannelFanOut(), Batches.Value, Subscribers, _reads)),
            new("reactive", ContenderRole.Rival, "OnNext of a System.Reactive subject; subscribers on the task pool; 1,000 records", _ => new FanOutRun(new ReactiveFanOut(), Batches.Value[..10], Subscribers, _reads)),
        ];
        Figures = [Bar("channels", _reads ? 0.8 : 0.1), Bar("reactive", _reads ? 0.8 : 0.1), Allocation()];
    }

    /// <inheritdoc />
    public override string Name => _reads ? "stream-fan-out" : "stream-publish";

    /// <inheritdoc />
    public override string Description => _reads ? "50,000 records to 100 subscribers, until all have them" : "50,000 records to 100 subscribers, the publisher's part";

    /// <inheritdoc />
    public override Measure Measure => Measure.NanosecondsPerCall;

    /// <inheritdoc />
    public override bool DependsOnRows => false;

    /// <inheritdoc />
    public override IReadOnlyList<ContenderEntry> Contenders { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Figure> Figures { get; }

    /// <inheritdoc />
    public override double[] ExpectedAnswer { get; } = [Subscribers];

    public static StreamExperiment FanOutToAll() => new(reads: true);

    public static StreamExperiment PublishAlone() => new(reads: false);

    private Figure Bar(string rival, double bar) => new()
    {
        Name = $"{Name}-vs-{rival}",
        Ours = "streams",
        Rival = rival,
        Measure = Measure.NanosecondsPerCall,
        Comparison = Comparison.AtMost,
        Bar = bar,
    };

    // Nothing for a record and subscriber; what is left is what starting and waking take now and then.
    private Figure Allocation() => new()
    {
        Name = Name + "-allocated",
        Ours = "streams",
        Measure = Measure.AllocatedPerCall,
        Comparison = Comparison.AtMost,
        Bar = _reads ? 10 : 0.5,
    };
}
