namespace Shannon.Analytics.ClaudeCode;

/// <summary>What an <see cref="IPromptGuard"/> answers. Immutable.</summary>
public sealed record PromptPermit
{
    /// <summary>The prompt may start, and cost whatever it does.</summary>
    public static PromptPermit Allowed { get; } = new() { IsAllowed = true };

    /// <summary>Whether the prompt may start.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>If not, the <see cref="Sessions.PromptResult.ErrorType"/> of the prompt, such as <c>Throttled</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>US dollars at which the prompt is stopped, above 0; <see langword="null"/> for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>A note of the guard's own, such as the id of a reservation.</summary>
    public string? Reference { get; init; }
}
