namespace Shannon.Analytics.Pipelines;

/// <summary>
/// Checks records. An invalid one is dropped, or kept with what of it can be stored, flagged by the attributes <c>invalid</c> and <c>invalid_reason</c>;
/// values that cannot stand where they stood are kept as text in attributes such as <c>invalid_value</c>.
/// </summary>
public sealed record ValidatorStage : StageDefinition
{
    /// <inheritdoc/>
    public override string Type => "validator";

    /// <summary>What is asked of a record; <see cref="SchemaMode.Strict"/> by default.</summary>
    public SchemaMode Schema { get; init; }

    /// <summary>Whether invalid records are dropped; by default they are kept and flagged.</summary>
    public bool DropInvalid { get; init; }

    internal override void Validate(List<string> errors, string path)
    {
        base.Validate(errors, path);
        if (!Enum.IsDefined(Schema))
        {
            errors.Add(FormattableString.Invariant($"{path}config.schema is {(int)Schema}; it must be strict or lenient."));
        }
    }
}
