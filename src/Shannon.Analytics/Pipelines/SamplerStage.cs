namespace Shannon.Analytics.Pipelines;

/// <summary>Keeps a share of the records, which carry it as the attribute <c>sample_rate</c>, so that counts can be scaled up again.</summary>
public sealed record SamplerStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "sampler";

    /// <summary>The share to keep, above 0 up to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>What is kept or dropped as a whole; <see cref="SamplerUnit.Record"/> by default.</summary>
    public SamplerUnit By { get; init; }

    /// <summary>Whether errors are all kept, without <c>sample_rate</c>; <see langword="true"/> by default.</summary>
    public bool KeepErrors { get; init; } = true;

    /// <summary>Chooses another sample of the same size; 0 by default.</summary>
    public int Seed { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (!(Rate > 0 && Rate <= 1))
        {
            errors.Add(FormattableString.Invariant($"{path}config.rate is {Rate}; it must lie above 0 and at most at 1. Disable the pipeline to keep nothing."));
        }

        if (!Enum.IsDefined(By))
        {
            errors.Add(FormattableString.Invariant($"{path}config.by is {(int)By}; it must be record or session."));
        }
    }
}
