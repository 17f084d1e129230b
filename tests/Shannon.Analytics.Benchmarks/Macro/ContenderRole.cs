namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>On which side a contender stands.</summary>
internal enum ContenderRole
{
    /// <summary>This library.</summary>
    Ours,

    /// <summary>What this library is compared with.</summary>
    Rival,

    /// <summary>Measured beside the others to explain them; no figure rests on it.</summary>
    Information,
}
