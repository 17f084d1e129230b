namespace Shannon.Analytics.Pipelines.Running;

/// <summary>What a stage of a run shares with the run.</summary>
/// <param name="Index">The stage's place in the definition.</param>
/// <param name="Meter">Where it counts.</param>
/// <param name="FailAsync">Keeps records that broke the stage as dead letters; throws if they cannot be kept.</param>
internal sealed record StageScope(int Index, StageMeter Meter, Func<StageScope, IReadOnlyList<FailedRecord>, Task> FailAsync);
