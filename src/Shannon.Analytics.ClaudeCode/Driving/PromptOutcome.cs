using Shannon.Analytics.ClaudeCode.Streaming;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>What came of a prompt: the results of its turns. Tasks in the background end in results of their own.</summary>
internal sealed class PromptOutcome
{
    private readonly List<TurnResult> _results = [];

    internal bool HasResult => _results.Count > 0;

    internal string Text => _results.Count > 0 ? _results[^1].Text : string.Empty;

    internal string? ErrorType => _results.Find(result => result.ErrorType is not null)?.ErrorType;

    internal decimal? Cost => _results.Exists(result => result.Cost is not null) ? _results.Sum(result => result.Cost ?? 0) : null;

    internal long? Tokens => _results.Exists(result => result.Tokens is not null) ? _results.Sum(result => result.Tokens ?? 0) : null;

    internal void Add(TurnResult result) => _results.Add(result);
}
