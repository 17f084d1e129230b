using System.Diagnostics;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>The span of a prompt, by OpenTelemetry's conventions for agents. It says neither who asked nor what.</summary>
internal static class PromptSpan
{
    private const string Agent = "Claude Code";

    internal static async Task<PromptResult> RunAsync(AgentSession session, Func<Task<PromptResult>> prompt)
    {
        using Activity? span = PackageSpans.Source.StartActivity($"invoke_agent {Agent}", ActivityKind.Client);
        span?.SetTag("gen_ai.operation.name", "invoke_agent").SetTag("gen_ai.agent.name", Agent).SetTag("gen_ai.provider.name", "anthropic").SetTag("gen_ai.request.model", session.Model);
        try
        {
            PromptResult result = await prompt().ConfigureAwait(false);
            if (!result.Succeeded)
            {
                PackageSpans.Fail(span, result.ErrorType);
            }

            return result;
        }
        catch (Exception error)
        {
            PackageSpans.Fail(span, error.GetType().Name);
            throw;
        }
    }
}
