using Shannon.Analytics.Sessions;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>A client that prints 100 MB on one line; alone, since it counts what the process allocates.</summary>
[Collection(nameof(MemoryOfTheProcess))]
public sealed class HugeLineTests
{
    [Theory]
    [InlineData(256 * 1024 * 1024, 0)]
    [InlineData(1024 * 1024, 1)]
    public async Task HugeLine_TakesLittleMemory(int maxLineBytes, int oversized)
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { MaxLineBytes = maxLineBytes });
        AgentSession session = await standIn.NewSessionAsync();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:huge")).Succeeded);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(oversized, standIn.Manager.Statistics.OversizedLines);
        Assert.InRange(allocated, 0, 60_000_000);
        await standIn.SingleAsync("token_usage");
    }
}
