namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>The command line is wrong; the message says what is allowed.</summary>
internal sealed class UsageException(string message) : Exception(message);
