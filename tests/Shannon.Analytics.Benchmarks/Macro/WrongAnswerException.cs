namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>A contender was fast but wrong.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
