using Microsoft.Extensions.AI;
using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.AI;

/// <summary>What a client records, and how. The defaults store figures and no content.</summary>
public sealed record ChatAnalyticsOptions
{
    private const int MaxAssumedOutputTokens = 10_000_000;

    /// <summary>When records are stored; in the background by default.</summary>
    public ChatRecordingMode Recording { get; init; } = ChatRecordingMode.Background;

    /// <summary>The user of every call, unless <see cref="Caller"/> says another; nobody by default.</summary>
    public string? UserId { get; init; }

    /// <summary>The project of every call, unless <see cref="Caller"/> says another; none by default.</summary>
    public string? Project { get; init; }

    /// <summary>
    /// Says on whose behalf a call is made, for hosts that serve many users; <see langword="null"/> (the default) for nobody in particular. Called before each
    /// call, on its thread; what it throws is counted, and the call goes on without.
    /// </summary>
    public Func<ChatOptions?, ChatCaller?>? Caller { get; init; }

    /// <summary>The provider; by default what the client itself says (<see cref="ChatClientMetadata.ProviderName"/>).</summary>
    public string? Provider { get; init; }

    /// <summary>Prices for calls whose cost nobody reports; those shipped with the library by default, which are those of the Claude models.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>Which cost counts; the reported one, else the computed one, by default.</summary>
    public CostMode CostMode { get; init; } = CostMode.Auto;

    /// <summary>Reads the cost in US dollars that a provider reported with a response, such as <c>response => (decimal?)response.AdditionalProperties?["cost"]</c>; nobody reports one by default. Of a stream it sees id, model, finish reason, usage and additional properties, but no messages.</summary>
    public Func<ChatResponse, decimal?>? ReportedCost { get; init; }

    /// <summary>How the client counts cached tokens; found out by default.</summary>
    public CachedTokenCounting CachedTokens { get; init; } = CachedTokenCounting.Auto;

    /// <summary>Whether prompts and answers are stored, as far as they are text; <see langword="false"/> by default. They pass the record filters of the store, which is where anonymisation happens.</summary>
    public bool CaptureContent { get; init; }

    /// <summary>The most characters of a prompt and of an answer that are stored; 1 to <see cref="MetricLimits.MaxAttributeLength"/>, 16,384 by default. What is cut is marked.</summary>
    public int MaxContentLength { get; init; } = 16_384;

    /// <summary>
    /// Whether the engine's budgets are asked before each call, and what it cost is settled after it; <see langword="true"/> by default. A call that could cost
    /// more than is left throws a <see cref="BudgetExceededException"/> and is not made. Models without a price are stopped only once a budget is used up.
    /// </summary>
    public bool EnforceBudgets { get; init; } = true;

    /// <summary>The output tokens that a budget sets aside money for where <see cref="ChatOptions.MaxOutputTokens"/> does not say; 0 to 10,000,000, 1,024 by default.</summary>
    public int AssumedOutputTokens { get; init; } = 1_024;

    /// <summary>Whether the OpenTelemetry GenAI metrics are emitted; <see langword="true"/> by default. Turn it off where <c>UseOpenTelemetry</c> does so already.</summary>
    public bool EmitMetrics { get; init; } = true;

    /// <summary>Throws unless all options are in range. Whoever makes a client need not call it.</summary>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (MaxContentLength is < 1 or > MetricLimits.MaxAttributeLength)
        {
            errors.Add(FormattableString.Invariant($"{nameof(MaxContentLength)} is {MaxContentLength}; it must lie between 1 and {MetricLimits.MaxAttributeLength}."));
        }

        if (AssumedOutputTokens is < 0 or > MaxAssumedOutputTokens)
        {
            errors.Add(FormattableString.Invariant($"{nameof(AssumedOutputTokens)} is {AssumedOutputTokens}; it must lie between 0 and {MaxAssumedOutputTokens}."));
        }

        if (Prices is null)
        {
            errors.Add($"{nameof(Prices)} is null; leave it out for the default.");
        }

        CheckDefined(errors, nameof(Recording), Recording);
        CheckDefined(errors, nameof(CostMode), CostMode);
        CheckDefined(errors, nameof(CachedTokens), CachedTokens);
        if (errors.Count > 0)
        {
            throw new InvalidOptionsException(nameof(ChatAnalyticsOptions), errors);
        }
    }

    private static void CheckDefined<T>(List<string> errors, string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"{name} is {value}; use {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}
