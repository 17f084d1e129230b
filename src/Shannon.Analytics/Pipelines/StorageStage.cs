using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Pipelines;

/// <summary>Stores records, durably; alerts, streams and statistics see them as any others. At most one in a pipeline.</summary>
public sealed record StorageStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "storage";

    /// <summary>Whether the store compresses what is written from the first run on; a property of the whole file that stays on. <see langword="false"/> by default.</summary>
    public bool Compression { get; init; }

    /// <summary>How stored records lie together; <see cref="StoragePartitioning.Daily"/>, which the store does for all.</summary>
    public StoragePartitioning Partitioning { get; init; }

    /// <summary>Most records in one commit, 1 to 100,000; 5,000 by default. What waits is stored together; a batch of the collector is never split.</summary>
    public int BatchSize { get; init; } = 5_000;

    /// <summary>Whether the records are imported history, which neither alerts nor streams; <see langword="false"/> by default.</summary>
    public bool IsHistory { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        OptionChecks.Range(errors, path + "config.batch_size", BatchSize, 1, 100_000);
        if (!Enum.IsDefined(Partitioning))
        {
            errors.Add(FormattableString.Invariant($"{path}config.partitioning is {(int)Partitioning}; it must be daily."));
        }
    }
}
