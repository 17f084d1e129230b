namespace Shannon.Analytics.Tests.Support;

/// <summary>Tests that measure the memory of the whole process: they run one by one, after all others.</summary>
[CollectionDefinition(nameof(MemoryOfTheProcess), DisableParallelization = true)]
public sealed class MemoryOfTheProcess;
