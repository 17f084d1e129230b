namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>A contender's place in an experiment: its name and how a fresh one is made in an empty folder.</summary>
/// <param name="Name">Name that figures and filters use.</param>
/// <param name="Role">Ours, a rival, or information only.</param>
/// <param name="TimedPart">What is inside the clock, in one line.</param>
/// <param name="Create">Makes a fresh contender in the given empty folder (untimed).</param>
internal sealed record ContenderEntry(string Name, ContenderRole Role, string TimedPart, Func<string, Contender> Create);
