namespace Shannon.Analytics.Pipelines;

/// <summary>Where a router sends the records that match.</summary>
/// <param name="Match">Which records.</param>
/// <param name="To">The name of a later stage, which the record goes to next; or <see cref="RouterStage.End"/> for the pipeline's end.</param>
public sealed record RouterRule(RecordMatch Match, string To);
