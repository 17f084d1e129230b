namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>What of an experiment a filter asks for.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Contenders">The contenders to run, in the order of a round.</param>
/// <param name="Figures">The figures to judge.</param>
internal sealed record Selection(Experiment Experiment, IReadOnlyList<ContenderEntry> Contenders, IReadOnlyList<Figure> Figures)
{
    /// <summary>
    /// Applies a filter (part of a name, case ignored): an experiment's name takes all of it, a figure's name takes the
    /// figure and its two sides, a contender's name takes the contender and the figures it stands in with their other side.
    /// </summary>
    public static IReadOnlyList<Selection> Of(IEnumerable<Experiment> experiments, string? filter) =>
        [.. experiments.Select(e => Of(e, filter)).Where(s => s.Contenders.Count > 0 || s.Figures.Count > 0)];

    private static Selection Of(Experiment experiment, string? filter)
    {
        bool Matches(string? name) => filter is null || (name?.Contains(filter, StringComparison.OrdinalIgnoreCase) ?? false);

        if (Matches(experiment.Name))
        {
            return new Selection(experiment, experiment.Contenders, experiment.Figures);
        }

        Figure[] figures = [.. experiment.Figures.Where(f => Matches(f.Name) || Matches(f.Ours) || Matches(f.Rival))];
        ContenderEntry[] contenders =
        [
            .. experiment.Contenders.Where(c =>
                Matches(c.Name) || figures.Any(f => f.Ours == c.Name || f.Rival == c.Name)),
        ];
        return new Selection(experiment, contenders, figures);
    }
}
