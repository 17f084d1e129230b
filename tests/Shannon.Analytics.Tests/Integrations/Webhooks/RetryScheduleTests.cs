using System.Net.Http.Headers;
using Shannon.Analytics.Integrations.Webhooks;
using Shannon.Analytics.Integrations.Webhooks.Delivery;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Integrations.Webhooks;

/// <summary>When a failed attempt is repeated.</summary>
public class RetryScheduleTests
{
    [Theory]
    [InlineData(WebhookBackoff.Exponential, 1, 2, 4, 8, 10, 10)]
    [InlineData(WebhookBackoff.Linear, 1, 2, 3, 4, 5, 6)]
    [InlineData(WebhookBackoff.Fixed, 1, 1, 1, 1, 1, 1)]
    public void Next_WithoutJitter_FollowsThePolicyUpToItsEnd(WebhookBackoff backoff, params int[] seconds)
    {
        var policy = new WebhookRetryPolicy { MaxRetries = 6, Backoff = backoff, MaxDelay = TimeSpan.FromSeconds(10), Jitter = 0 };
        Assert.Equal(seconds, Enumerable.Range(1, 6).Select(failed => (int)RetrySchedule.Next(policy, failed, null, 1)!.Value.TotalSeconds));
        Assert.Null(RetrySchedule.Next(policy, 7, null, 1));
    }

    [Fact]
    public void Next_WithJitter_LiesBetweenTheWaitAndItsShareMore()
    {
        var policy = new WebhookRetryPolicy { Jitter = 0.5 };
        Assert.Equal(4, RetrySchedule.Next(policy, 3, null, 0)!.Value.TotalSeconds);
        Assert.Equal(5, RetrySchedule.Next(policy, 3, null, 0.5)!.Value.TotalSeconds);
        Assert.Equal(6, RetrySchedule.Next(policy, 3, null, 1)!.Value.TotalSeconds);
    }

    [Fact]
    public void Next_OfThousandsOfFailures_StaysAtTheLongestWait()
    {
        var policy = new WebhookRetryPolicy { MaxRetries = 50, MaxDelay = TimeSpan.FromDays(1), Delay = TimeSpan.FromDays(1), Jitter = 1 };
        Assert.Equal(TimeSpan.FromDays(2), RetrySchedule.Next(policy, 50, null, 1));
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(1, 4)]
    public void Next_WithAPauseAskedFor_TakesTheLonger(int asked, int expected) =>
        Assert.Equal(expected, RetrySchedule.Next(new WebhookRetryPolicy { Jitter = 0 }, 3, TimeSpan.FromSeconds(asked), 0)!.Value.TotalSeconds);

    [Fact]
    public void PauseOf_ReadsSecondsAndDates_WithinBounds()
    {
        Assert.Null(RetrySchedule.PauseOf(null, Some.Time));
        Assert.Equal(TimeSpan.FromSeconds(7), RetrySchedule.PauseOf(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)), Some.Time));
        Assert.Equal(TimeSpan.FromSeconds(30), RetrySchedule.PauseOf(new RetryConditionHeaderValue(Some.Time.AddSeconds(30)), Some.Time));
        Assert.Null(RetrySchedule.PauseOf(new RetryConditionHeaderValue(Some.Time.AddSeconds(-30)), Some.Time));
        Assert.Equal(TimeSpan.FromDays(1), RetrySchedule.PauseOf(new RetryConditionHeaderValue(TimeSpan.FromDays(400)), Some.Time));
    }
}
