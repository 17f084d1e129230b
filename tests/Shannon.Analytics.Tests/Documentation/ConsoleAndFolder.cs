namespace Shannon.Analytics.Tests.Documentation;

/// <summary>Tests that change the process's current folder or console: they run one by one, after all others.</summary>
[CollectionDefinition(nameof(ConsoleAndFolder), DisableParallelization = true)]
public sealed class ConsoleAndFolder;
