using System.Diagnostics;
using Shannon.Analytics.ClaudeCode;
using Shannon.Analytics.Sessions;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>Somebody else ends the client in the middle of a prompt, without warning.</summary>
public sealed class KilledClientTests
{
    [Theory]
    [InlineData(ClaudeProcessMode.PerPrompt)]
    [InlineData(ClaudeProcessMode.LongLived)]
    public async Task Kill_MidPrompt_IsAResultLosesNothingAndTheSessionGoesOn(ClaudeProcessMode mode)
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Mode = mode });
        AgentSession session = await standIn.NewSessionAsync();
        Task<PromptResult> prompt = standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:hang");

        // Once what it used so far has been said, its own process first: children are left to be found.
        await Until.True(() => standIn.Manager.Statistics.Lines >= 3, "the client has begun to answer");
        foreach (int process in standIn.Processes().Order())
        {
            TryKill(process);
        }

        PromptResult result = await prompt.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((false, ClaudeErrorTypes.ProcessExited), (result.Succeeded, result.ErrorType));
        await standIn.AssertNoProcessAsync();
        Assert.Equal(1111, (await standIn.SingleAsync("token_usage")).Value);
        Assert.Equal(ClaudeErrorTypes.ProcessExited, (await standIn.SingleAsync("error")).Attributes["error_type"].Text);
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:answer")).Succeeded);
        Assert.Equal([1111.0, 1150.0], (await standIn.AllAsync("token_usage")).Select(record => record.Value).Order());
    }

    [Fact]
    public async Task Kill_BetweenPrompts_GivesItsPlaceToOthers()
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { Mode = ClaudeProcessMode.LongLived, MaxProcesses = 1 });
        AgentSession first = await standIn.NewSessionAsync();
        Assert.True((await standIn.Manager.ExecutePromptAsync(first.Id, "SCRIPT:answer")).Succeeded);
        foreach (int process in standIn.Processes())
        {
            TryKill(process);
        }

        Assert.True((await standIn.RunAsync("answer").WaitAsync(TimeSpan.FromMinutes(1))).Succeeded);
    }

    private static void TryKill(int process)
    {
        try
        {
            Process.GetProcessById(process).Kill();
        }
        catch (ArgumentException)
        {
            // It ended with its parent.
        }
    }
}
