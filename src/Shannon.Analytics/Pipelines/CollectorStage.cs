using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>Takes records in and puts them into the batches that the other stages work on. Comes first; a pipeline without one collects with the defaults.</summary>
public sealed record CollectorStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "collector";

    /// <summary>Records per batch, 1 to 100,000; 100 by default.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>How long a record may wait for its batch to fill when the source is slow, 1 millisecond to 1 day; 5 seconds by default.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(5);

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "config.batch_size", BatchSize, 1, 100_000);
        OptionChecks.Range(errors, path + "config.flush_interval", FlushInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
    }
}
