namespace Shannon.Analytics.Internals.Forecasting;

/// <summary>
/// Minimisation without derivatives: J. A. Nelder and R. Mead, "A Simplex Method for Function Minimization", The Computer Journal 7 (1965).
/// Our own because the objective may hold spans and nothing is allocated; bounds are the objective's own business.
/// </summary>
internal static class NelderMead
{
    private const int MaxDimensions = 8;

    /// <summary>A function to minimise. A point outside of its domain is worth positive infinity.</summary>
    internal interface IObjective
    {
        double Evaluate(scoped ReadOnlySpan<double> point);
    }

    /// <summary>
    /// Moves <paramref name="point"/> to the least value found and returns that value. Stops when the simplex's values differ by less than
    /// <paramref name="tolerance"/> relative to the best, or after <paramref name="maxEvaluations"/>.
    /// </summary>
    public static double Minimize<T>(ref T objective, scoped Span<double> point, scoped ReadOnlySpan<double> steps, double tolerance, int maxEvaluations)
        where T : struct, IObjective, allows ref struct
    {
        int n = point.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxDimensions);
        Span<double> simplex = stackalloc double[(n + 1) * n];
        Span<double> values = stackalloc double[n + 1];
        Span<double> centroid = stackalloc double[n];
        Span<double> trial = stackalloc double[n];
        Span<double> further = stackalloc double[n];
        for (int i = 0; i <= n; i++)
        {
            Span<double> vertex = simplex.Slice(i * n, n);
            point.CopyTo(vertex);
            if (i > 0)
            {
                vertex[i - 1] += steps[i - 1];
            }

            values[i] = objective.Evaluate(vertex);
        }

        int evaluations = n + 1;
        while (true)
        {
            (int best, int worst, int second) = Rank(values);
            if (evaluations >= maxEvaluations || values[worst] - values[best] <= tolerance * (Math.Abs(values[best]) + 1e-300))
            {
                simplex.Slice(best * n, n).CopyTo(point);
                return values[best];
            }

            Centroid(simplex, n, worst, centroid);
            Span<double> last = simplex.Slice(worst * n, n);
            double reflected = Try(ref objective, centroid, last, -1, trial);
            evaluations++;
            if (reflected < values[best])
            {
                double expanded = Try(ref objective, centroid, last, -2, further);
                evaluations++;
                Accept(expanded < reflected ? further : trial, Math.Min(expanded, reflected), last, ref values[worst]);
            }
            else if (reflected < values[second])
            {
                Accept(trial, reflected, last, ref values[worst]);
            }
            else
            {
                double contracted = Try(ref objective, centroid, last, reflected < values[worst] ? -0.5 : 0.5, further);
                evaluations++;
                if (contracted < Math.Min(reflected, values[worst]))
                {
                    Accept(further, contracted, last, ref values[worst]);
                }
                else
                {
                    evaluations += Shrink(ref objective, simplex, values, n, best);
                }
            }
        }
    }

    private static (int Best, int Worst, int Second) Rank(ReadOnlySpan<double> values)
    {
        int best = 0;
        int worst = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] < values[best] ? i : best;
            worst = values[i] >= values[worst] ? i : worst;
        }

        int second = best;
        for (int i = 0; i < values.Length; i++)
        {
            second = i != worst && values[i] > values[second] ? i : second;
        }

        return (best, worst, second);
    }

    private static void Centroid(ReadOnlySpan<double> simplex, int n, int without, Span<double> centroid)
    {
        centroid.Clear();
        for (int i = 0; i <= n; i++)
        {
            for (int d = 0; i != without && d < n; d++)
            {
                centroid[d] += simplex[(i * n) + d] / n;
            }
        }
    }

    private static double Try<T>(ref T objective, scoped ReadOnlySpan<double> centroid, scoped ReadOnlySpan<double> vertex, double factor, scoped Span<double> trial)
        where T : struct, IObjective, allows ref struct
    {
        for (int d = 0; d < centroid.Length; d++)
        {
            trial[d] = centroid[d] + (factor * (vertex[d] - centroid[d]));
        }

        return objective.Evaluate(trial);
    }

    private static void Accept(ReadOnlySpan<double> trial, double value, Span<double> vertex, ref double slot)
    {
        trial.CopyTo(vertex);
        slot = value;
    }

    private static int Shrink<T>(ref T objective, scoped Span<double> simplex, scoped Span<double> values, int n, int best)
        where T : struct, IObjective, allows ref struct
    {
        for (int i = 0; i <= n; i++)
        {
            for (int d = 0; i != best && d < n; d++)
            {
                simplex[(i * n) + d] = (simplex[(i * n) + d] + simplex[(best * n) + d]) / 2;
            }

            if (i != best)
            {
                values[i] = objective.Evaluate(simplex.Slice(i * n, n));
            }
        }

        return n;
    }
}
