using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Integrations.Webhooks;

/// <summary>How often and when a delivery that failed is attempted again. A <c>Retry-After</c> of the endpoint that asks for longer is honoured, up to a day.</summary>
public sealed record WebhookRetryPolicy
{
    /// <summary>How many attempts follow the first, 0 to 50; 12 by default, which with the other defaults takes more than an hour. Then the event goes to the dead letters.</summary>
    public int MaxRetries { get; init; } = 12;

    /// <summary>How the waits grow. Exponentially by default.</summary>
    public WebhookBackoff Backoff { get; init; }

    /// <summary>The first wait, 100 milliseconds to 1 day; 1 second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, from <see cref="Delay"/> to 1 day; 1 hour by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>By up to which random share each wait is longer, so that many events do not come at once: 0 to 1, 0.2 by default.</summary>
    public double Jitter { get; init; } = 0.2;

    internal void Check(List<string> errors)
    {
        OptionChecks.Range(errors, "RetryPolicy.MaxRetries", MaxRetries, 0, 50);
        OptionChecks.Range(errors, "RetryPolicy.Delay", Delay, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        OptionChecks.Range(errors, "RetryPolicy.MaxDelay", MaxDelay, Delay, TimeSpan.FromDays(1));
        if (!(Jitter is >= 0 and <= 1))
        {
            errors.Add(FormattableString.Invariant($"RetryPolicy.Jitter is {Jitter}; it must lie between 0 and 1."));
        }

        if (!Enum.IsDefined(Backoff))
        {
            errors.Add(FormattableString.Invariant($"RetryPolicy.Backoff is {(int)Backoff}; use a member of WebhookBackoff."));
        }
    }
}
