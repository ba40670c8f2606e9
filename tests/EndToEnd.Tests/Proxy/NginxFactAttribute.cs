namespace EndToEnd.Tests.Proxy;

/// <summary>A fact that is skipped, with the reason, where there is no nginx.</summary>
sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = Nginx.WhyMissing;
}

/// <summary>A theory that is skipped, with the reason, where there is no nginx.</summary>
sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute() => Skip = Nginx.WhyMissing;
}
