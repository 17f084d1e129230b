using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Privacy;

/// <summary>
/// Which fields of records are anonymised, and how. Takes the place of an earlier configuration. With no fields, no rules and nothing to scan for,
/// records are stored as they come.
/// </summary>
public sealed record AnonymizationOptions
{
    /// <summary>Most fields and rules together: 256.</summary>
    public const int MaxFields = 256;

    /// <summary>Most characters of <see cref="Salt"/>: 1,024.</summary>
    public const int MaxSaltLength = 1_024;

    private static readonly string[] Fixed = [FieldNames.Timestamp, FieldNames.Category, FieldNames.Type, FieldNames.MetricName, FieldNames.Id, FieldNames.Cost];

    /// <summary>
    /// The fields to which <see cref="Method"/> applies; none by default. <c>user_id</c>, <c>session_id</c>, <c>project</c>, <c>model</c> and <c>key</c>
    /// are those of the record; any other name is an attribute or measurement, or a property of that name at any depth of a JSON value. A path such as
    /// <c>account.email</c> names a property below another. Case, hyphens and camel case make no difference, and the usual other names are meant as
    /// well: <c>user</c>, <c>user.id</c> and <c>enduser.id</c> for <c>user_id</c>, <c>context</c> for <c>session_context</c>, <c>prompt</c> for <c>prompt_content</c>.
    /// </summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What becomes of the <see cref="Fields"/>; <see cref="AnonymizationMethod.Hash"/> by default.</summary>
    public AnonymizationMethod Method { get; init; }

    /// <summary>Fields with a method of their own; they go before <see cref="Fields"/>. None by default.</summary>
    public IReadOnlyList<AnonymizationRule> Rules { get; init; } = [];

    /// <summary>
    /// Text mixed into the key of pseudonyms, up to 1,024 characters; <see langword="null"/>, the default, for none. It need not be long or secret, since
    /// the store's key is what protects them. Kept encrypted and never returned. Another salt gives other pseudonyms from then on.
    /// </summary>
    public string? Salt { get; init; }

    /// <summary>How many characters <see cref="AnonymizationMethod.Truncate"/> leaves, 1 to 1,000; 4 by default.</summary>
    public int TruncateLength { get; init; } = 4;

    /// <summary>What else to look for in every text of a record; nothing by default.</summary>
    public ContentKinds Scan { get; init; }

    /// <summary>Throws unless all options are in range.</summary>
    /// <exception cref="InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        OptionChecks.NotNull(errors, nameof(Fields), Fields);
        OptionChecks.NotNull(errors, nameof(Rules), Rules);
        OptionChecks.Range(errors, "The number of fields and rules", (Fields?.Count ?? 0) + (Rules?.Count ?? 0), 0, MaxFields);
        OptionChecks.Range(errors, "The length of Salt", Salt?.Length ?? 0, 0, MaxSaltLength);
        OptionChecks.Range(errors, nameof(TruncateLength), TruncateLength, 1, 1_000);
        if (!Enum.IsDefined(Method) || Rules?.Any(rule => rule is not null && !Enum.IsDefined(rule.Method)) == true)
        {
            errors.Add("A method is none of AnonymizationMethod; use one of its members.");
        }

        if ((Scan & ~ContentKinds.All) != 0)
        {
            errors.Add(FormattableString.Invariant($"{nameof(Scan)} is {(int)Scan}; it must combine members of ContentKinds."));
        }

        if (Salt is not null && !MetricValidator.HasOnlyWholePairs(Salt))
        {
            errors.Add("Salt holds half of a surrogate pair; remove it.");
        }

        foreach (var (field, method) in AllRules())
        {
            CheckField(errors, field, method);
        }

        OptionChecks.ThrowIfAny(nameof(AnonymizationOptions), errors);
    }

    /// <summary>Every field with its method; a field's first rule counts.</summary>
    internal IEnumerable<(string Field, AnonymizationMethod Method)> AllRules() =>
        (Rules ?? []).Select(rule => (rule?.Field ?? string.Empty, rule?.Method ?? Method)).Concat((Fields ?? []).Select(field => (field ?? string.Empty, Method)));

    private static void CheckField(List<string> errors, string field, AnonymizationMethod method)
    {
        string name = FieldMatcher.Normalize(field);
        if (name.Length is 0 or > MetricLimits.MaxFieldNameLength || name.Split('.').Contains(string.Empty))
        {
            errors.Add(FormattableString.Invariant($"A field has an empty part, or more than {MetricLimits.MaxFieldNameLength} characters; name it like 'user_id' or 'account.email'."));
        }
        else if (Fixed.Contains(name, StringComparer.Ordinal))
        {
            errors.Add($"The field '{name}' is what records are found and counted by, and cannot be anonymised; leave it out.");
        }
        else if (name is FieldNames.Key && method is not (AnonymizationMethod.Hash or AnonymizationMethod.Tokenize))
        {
            errors.Add("The field 'key' tells records apart, so only Hash and Tokenize suit it; use one of them.");
        }
    }
}
