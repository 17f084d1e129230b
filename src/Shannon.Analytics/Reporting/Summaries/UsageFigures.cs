using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;
using Shannon.Analytics.Reporting.Figures;
using Shannon.Analytics.Storage.Queries;

namespace Shannon.Analytics.Reporting.Summaries;

/// <summary>Tokens and cost by model, user and project, by branch, and by sub-agent.</summary>
internal sealed class UsageFigures
{
    private const string MainConversation = "main conversation";
    private const string OtherSubAgents = "other sub-agents";

    private readonly UsageQueries _byOwner;
    private readonly UsageQueries? _byBranch;
    private readonly UsageQueries? _byAgent;
    private readonly UsageBreakdown _models = new();
    private readonly UsageBreakdown _users = new();
    private readonly UsageBreakdown _projects = new();
    private readonly UsageBreakdown _branches = new();
    private readonly UsageBreakdown _agents = new();
    private readonly Dictionary<string, string> _agentTypes = new(StringComparer.Ordinal);

    internal UsageFigures(FigureReader reader, bool all)
    {
        _byOwner = new UsageQueries(reader, GroupKey.Model, GroupKey.User, GroupKey.Project);
        _byBranch = all ? new UsageQueries(reader, GroupKey.Attribute(FieldNames.GitBranch)) : null;
        _byAgent = all ? new UsageQueries(reader, GroupKey.Attribute(FieldNames.AgentId)) : null;
    }

    internal bool HasUnpriced => _byOwner.HasUnpriced;

    /// <summary>Adds up the answers.</summary>
    /// <param name="tools">Which tool started which sub-agent; null if nobody asked.</param>
    internal void Add(ToolFigures? tools)
    {
        foreach (var (id, type) in tools?.SubAgentTypes() ?? [])
        {
            _agentTypes[id] = type;
        }

        _byOwner.AddTo(keys => _models.Of(keys[0]));
        _byOwner.AddTo(keys => _users.Of(keys[1]));
        _byOwner.AddTo(keys => _projects.Of(keys[2]));
        _byBranch?.AddTo(keys => _branches.Of(keys[0]));
        _byAgent?.AddTo(keys => _agents.Of(TypeOf(keys[0])));
    }

    /// <summary>Adds what a record costs whose tokens are counted already.</summary>
    internal void AddCost(UsageRow row, PricedCost cost)
    {
        _models.Of(row.Model).AddCost(row, cost);
        _users.Of(row.User).AddCost(row, cost);
        _projects.Of(row.Project).AddCost(row, cost);
        _branches.Of(row.Branch).AddCost(row, cost);
        _agents.Of(TypeOf(row.Agent)).AddCost(row, cost);
    }

    internal UsageSection ToSection(ToolFigures? tools)
    {
        UsageTally total = _models.Total();
        return new UsageSection
        {
            Total = total.ToEntry("total", total.Cost),
            Models = _models.DearestFirst(total.Cost),
            Users = _users.DearestFirst(total.Cost),
            Projects = _projects.DearestFirst(total.Cost),
            Branches = _byBranch is null ? [] : _branches.DearestFirst(total.Cost),
            SubAgents = _byAgent is null ? [] : _agents.DearestFirst(total.Cost),
            Tools = tools?.ToEntries() ?? [],
        };
    }

    private string TypeOf(string? agent) => agent is null ? MainConversation : _agentTypes.GetValueOrDefault(agent, OtherSubAgents);
}
