using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shannon.Analytics.AI;

/// <summary>Adds analytics to the pipeline of a chat client.</summary>
public static class AnalyticsChatClientBuilderExtensions
{
    /// <summary>Records every call. Call it last, after <c>UseFunctionInvocation()</c>, so that each request to the model is seen by itself.</summary>
    /// <param name="builder">The pipeline.</param>
    /// <param name="engine">
    /// Where calls are recorded; the caller goes on owning it. <see langword="null"/> (the default) for the <see cref="IAnalyticsEngine"/> of the services
    /// that the pipeline is built with, as <c>AddShannonAnalytics()</c> registers it.
    /// </param>
    /// <param name="options">What is recorded and how; <see langword="null"/> for the defaults.</param>
    /// <returns>The same pipeline.</returns>
    /// <exception cref="Diagnostics.InvalidOptionsException">Options are out of range; all of them are named.</exception>
    public static ChatClientBuilder UseShannonAnalytics(this ChatClientBuilder builder, IAnalyticsEngine? engine = null, ChatAnalyticsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options?.Validate();
        return builder.Use((inner, services) =>
            new AnalyticsChatClient(inner, engine ?? EngineOf(services), options, services.GetService<ILoggerFactory>(), services.GetService<IMeterFactory>()));
    }

    private static IAnalyticsEngine EngineOf(IServiceProvider services) => services.GetService<IAnalyticsEngine>()
        ?? throw new InvalidOperationException("No IAnalyticsEngine is registered in the services of the chat client. Call services.AddShannonAnalytics(...), hand the services to Build(...), or hand an engine to UseShannonAnalytics.");
}
