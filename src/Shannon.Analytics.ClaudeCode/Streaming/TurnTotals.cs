namespace Shannon.Analytics.ClaudeCode.Streaming;

/// <summary>
/// Takes single turns out of totals. Some versions count from the start of the process, newer ones from the start of the session, even over processes;
/// the newest also say what came since the last result. Not thread-safe.
/// </summary>
internal sealed class TurnTotals
{
    private ModelTotals _last;
    private bool _isFirstOfProcess = true;

    internal void BeginProcess() => _isFirstOfProcess = true;

    /// <summary>The conversation begins anew, and its totals with it.</summary>
    internal void Reset() => _last = default;

    /// <summary>What a turn used.</summary>
    /// <param name="total">The total.</param>
    /// <param name="sinceLastResult">The turn alone, if it was told.</param>
    /// <param name="seen">What the turn cost by the responses seen: decides whether the first total of a process goes back beyond it.</param>
    internal ModelTotals Take(ModelTotals total, ModelTotals? sinceLastResult, decimal seen)
    {
        ModelTotals last = _last;
        bool isFirst = _isFirstOfProcess;
        _last = total;
        _isFirstOfProcess = false;
        if (sinceLastResult is { } told)
        {
            return told;
        }

        bool beginsAnew = total.Cost < last.Cost || total.Tokens < last.Tokens
            || (isFirst && Math.Abs(total.Cost - seen) < Math.Abs(total.Cost - last.Cost - seen));
        return beginsAnew ? total : new ModelTotals(total.Tokens - last.Tokens, total.Cost - last.Cost);
    }
}
