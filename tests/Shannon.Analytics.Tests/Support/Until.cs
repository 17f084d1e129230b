using System.Diagnostics;

namespace Shannon.Analytics.Tests.Support;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Until
{
    public static Task True(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), $"Waited a minute in vain: {what}");
            await Task.Yield();
        }
    }
}
