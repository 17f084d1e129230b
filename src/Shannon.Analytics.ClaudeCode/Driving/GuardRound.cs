using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.ClaudeCode.Driving;

/// <summary>Asks all guards for one prompt, and settles with those that allowed it. Not thread-safe.</summary>
internal sealed class GuardRound(IReadOnlyList<IPromptGuard> guards)
{
    private readonly List<(IPromptGuard Guard, PromptPermit Permit)> _permits = [];

    /// <summary>The least of the limits; null for none.</summary>
    internal decimal? MaxCost => _permits.Min(entry => entry.Permit.MaxCost);

    /// <summary>Why the prompt may not start; null if it may.</summary>
    internal async Task<string?> AskAsync(AgentSession session, CancellationToken cancellationToken)
    {
        try
        {
            foreach (IPromptGuard guard in guards)
            {
                PromptPermit permit = await guard.AskAsync(session, cancellationToken).ConfigureAwait(false);
                if (!permit.IsAllowed)
                {
                    await SettleAsync(0).ConfigureAwait(false);
                    return permit.Reason ?? ClaudeErrorTypes.Refused;
                }

                _permits.Add((guard, permit));
            }
        }
        catch
        {
            await SettleAsync(0).ConfigureAwait(false);
            throw;
        }

        return null;
    }

    internal async Task SettleAsync(decimal cost)
    {
        foreach ((IPromptGuard guard, PromptPermit permit) in _permits)
        {
            // Not cancelled together with the prompt: what was spent must be settled.
            await guard.SettleAsync(permit, cost, CancellationToken.None).ConfigureAwait(false);
        }

        _permits.Clear();
    }
}
