namespace Shannon.Analytics.Pipelines;

/// <summary>What a <see cref="PipelinePatch"/> does.</summary>
public enum PipelinePatchKind
{
    /// <summary>Gives a stage another configuration.</summary>
    Replace,

    /// <summary>Moves a stage to another place.</summary>
    Move,

    /// <summary>Takes a stage out.</summary>
    Remove,
}
