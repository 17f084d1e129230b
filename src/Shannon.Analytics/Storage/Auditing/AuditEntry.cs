using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Storage.Auditing;

/// <summary>What somebody did, for the audit log. The log adds nothing about users beyond what is given here.</summary>
public sealed record AuditEntry
{
    /// <summary>Most characters of <see cref="Actor"/>, <see cref="Action"/> and the name of a detail: 256.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Most characters of <see cref="Target"/> and of a detail's text: 1,024.</summary>
    public const int MaxTextLength = 1_024;

    /// <summary>Most details: 32.</summary>
    public const int MaxDetails = 32;

    /// <summary>Who did it: a user, a service, or <c>system</c>. 1 to 256 characters.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, such as <c>alert.create</c> or <c>data.erase</c>. 1 to 256 characters.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to; <see langword="null"/> if there is no such thing. Up to 1,024 characters.</summary>
    public string? Target { get; init; }

    /// <summary>How it ended; <see cref="AuditOutcome.Success"/> by default.</summary>
    public AuditOutcome Outcome { get; init; }

    /// <summary>Up to 32 details, each with a text of up to 1,024 characters, a finite number or a boolean.</summary>
    public AttributeSet Details { get; init; } = [];

    internal void Validate()
    {
        Check(Actor, MaxNameLength, nameof(Actor), required: true);
        Check(Action, MaxNameLength, nameof(Action), required: true);
        Check(Target, MaxTextLength, nameof(Target), required: false);
        if (!Enum.IsDefined(Outcome))
        {
            throw new ArgumentException(FormattableString.Invariant($"Outcome is {(int)Outcome}, which is none of its values."), nameof(Outcome));
        }

        if (Details is null || Details.Count > MaxDetails)
        {
            throw new ArgumentException(FormattableString.Invariant($"Details must hold 0 to {MaxDetails} of them; leave out what nobody will ask for."), nameof(Details));
        }

        foreach (var (name, value) in Details)
        {
            Check(name, MaxNameLength, nameof(Details), required: true);
            Check(value.Text, MaxTextLength, nameof(Details), required: false);
            if (value.Kind == AttributeKind.Number && !double.IsFinite(value.RawNumber))
            {
                throw new ArgumentException("A number in Details is not finite; leave it out, or give it as text.", nameof(Details));
            }
        }
    }

    private static void Check(string? text, int maximum, string field, bool required)
    {
        if (required && string.IsNullOrEmpty(text))
        {
            throw new ArgumentException($"{field} has an empty text; say who, what or which.", field);
        }

        if (text?.Length > maximum)
        {
            throw new ArgumentException(FormattableString.Invariant($"{field} has a text of {text.Length} characters; at most {maximum} are allowed. Shorten it."), field);
        }

        if (text is not null && !MetricValidator.HasOnlyWholePairs(text))
        {
            throw new ArgumentException($"{field} has half of a surrogate pair, which cannot be stored; remove it.", field);
        }
    }
}
