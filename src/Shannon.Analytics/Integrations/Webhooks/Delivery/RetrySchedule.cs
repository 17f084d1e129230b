using System.Net.Http.Headers;

namespace Shannon.Analytics.Integrations.Webhooks.Delivery;

/// <summary>When to try again: decisions only, without a clock or a loop.</summary>
internal static class RetrySchedule
{
    /// <summary>No endpoint can ask for a longer pause than this.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>The wait after an attempt that failed; null if there is no further one.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="failed">How many attempts have failed, from 1.</param>
    /// <param name="asked">The pause that the endpoint asked for.</param>
    /// <param name="dice">From 0 to 1.</param>
    internal static TimeSpan? Next(WebhookRetryPolicy policy, int failed, TimeSpan? asked, double dice)
    {
        if (failed > policy.MaxRetries)
        {
            return null;
        }

        double factor = policy.Backoff switch
        {
            WebhookBackoff.Fixed => 1,
            WebhookBackoff.Linear => failed,
            _ => Math.Pow(2, failed - 1),
        };
        double seconds = Math.Min(policy.Delay.TotalSeconds * factor, policy.MaxDelay.TotalSeconds) * (1 + (policy.Jitter * dice));
        var own = TimeSpan.FromSeconds(seconds);
        return asked > own ? asked : own;
    }

    /// <summary>The pause that a <c>Retry-After</c> asks for, in seconds or until a date; null if it asks for none.</summary>
    internal static TimeSpan? PauseOf(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? pause = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return pause > LongestPause ? LongestPause : pause > TimeSpan.Zero ? pause : null;
    }
}
