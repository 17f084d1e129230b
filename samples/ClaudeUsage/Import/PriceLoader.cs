using ClaudeUsage.Output;
using Shannon.Analytics.Pricing;

namespace ClaudeUsage.Import;

/// <summary>The built-in prices, with those of a file before them.</summary>
internal static class PriceLoader
{
    /// <exception cref="UsageException">The file cannot be read, or its rows are wrong.</exception>
    public static async Task<PriceBook> LoadAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return PriceBook.Default;
        }

        try
        {
            return await PriceBook.Default.WithOverrideFileAsync(file, options: null, cancellationToken);
        }
        catch (PriceFormatException error)
        {
            string reason = error.Errors.Count > 0
                ? $"{error.Errors[0]}{(error.Errors.Count > 1 ? $" (and {error.Errors.Count - 1} more)" : string.Empty)}. Correct or remove the row"
                : error.Message.TrimEnd('.');
            throw new UsageException($"The prices in '{CellText.Sanitise(file)}' cannot be used: {CellText.Sanitise(reason)}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The price file '{CellText.Sanitise(file)}' cannot be read: {CellText.Sanitise(error.Message)}");
        }
    }
}
