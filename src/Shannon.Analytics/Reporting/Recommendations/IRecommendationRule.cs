namespace Shannon.Analytics.Reporting.Recommendations;

/// <summary>Looks for one thing that could be done better. Silent where the figures do not say so.</summary>
internal interface IRecommendationRule
{
    IEnumerable<Recommendation> Evaluate(RecommendationFigures figures);
}
