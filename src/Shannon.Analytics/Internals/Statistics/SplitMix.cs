namespace Shannon.Analytics.Internals.Statistics;

/// <summary>
/// A small generator of random numbers that gives the same ones for a seed on every machine and version: G. L. Steele, D. Lea and C. H. Flood,
/// "Fast Splittable Pseudorandom Number Generators" (2014). For resampling, not for secrets.
/// </summary>
internal struct SplitMix(ulong seed)
{
    private const double PerUnit = 1.0 / (1UL << 53);
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>Above 0 and below 1.</summary>
    public double NextUniform() => ((Next() >> 11) + 0.5) * PerUnit;

    /// <summary>Standard normal, by the polar method of G. Marsaglia and T. A. Bray (1964).</summary>
    public double NextNormal()
    {
        while (true)
        {
            double u = (2 * NextUniform()) - 1;
            double v = (2 * NextUniform()) - 1;
            double square = (u * u) + (v * v);
            if (square is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>Gamma of shape 1 or more and scale 1: G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables" (2000).</summary>
    public double NextGamma(double shape)
    {
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = NextNormal();
            double root = 1 + (c * normal);
            double cube = root * root * root;
            if (cube > 0 && Math.Log(NextUniform()) < (0.5 * normal * normal) + d - (d * cube) + (d * Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }
}
