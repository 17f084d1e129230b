using Microsoft.Extensions.Options;
using Shannon.Analytics.Diagnostics;

namespace Shannon.Analytics.Hosting;

/// <summary>Says of an application's options all that is wrong with them.</summary>
internal sealed class AnalyticsHostOptionsValidator : IValidateOptions<AnalyticsHostOptions>
{
    public ValidateOptionsResult Validate(string? name, AnalyticsHostOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DatabasePath))
        {
            errors.Add($"{nameof(options.DatabasePath)} is empty. Name a file, or \":memory:\".");
        }

        try
        {
            options.ToEngineOptions().Validate();
        }
        catch (InvalidOptionsException error)
        {
            errors.AddRange(error.Errors);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
