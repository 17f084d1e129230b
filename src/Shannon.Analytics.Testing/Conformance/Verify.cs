using System.Globalization;

namespace Shannon.Analytics.Testing.Conformance;

/// <summary>What checks say about what they see.</summary>
internal static class Verify
{
    internal static void That(bool condition, string promise)
    {
        if (!condition)
        {
            throw new ConformanceException(promise);
        }
    }

    internal static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, but it is {actual}."));
        }
    }

    internal static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        T[] wanted = [.. expected];
        T[] came = [.. actual];
        if (!wanted.SequenceEqual(came))
        {
            throw new ConformanceException(string.Create(
                CultureInfo.InvariantCulture, $"{what}: expected [{string.Join(", ", wanted)}], but it is [{string.Join(", ", came)}]."));
        }
    }

    /// <summary>Equal but for rounding.</summary>
    internal static void Close(double expected, double? actual, string what)
    {
        if (!(actual is { } number && Math.Abs(number - expected) <= 1e-9 * Math.Max(1, Math.Abs(expected))))
        {
            throw new ConformanceException(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:R}, but it is {actual:R}."));
        }
    }

    internal static async Task ThrowsAsync<TError>(Func<Task> call, string what)
        where TError : Exception
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (TError)
        {
            return;
        }

        throw new ConformanceException($"{what}: expected a {typeof(TError).Name}, but nothing was thrown.");
    }
}
