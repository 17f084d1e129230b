namespace Shannon.Analytics.Pipelines;

/// <summary>What a sampler keeps or drops as a whole.</summary>
public enum SamplerUnit
{
    /// <summary>Each record by itself.</summary>
    Record,

    /// <summary>All records of a session alike, in every run; records without one each by itself.</summary>
    Session,
}
