${title}

${text}
<#if link??>

${words.open}: ${link}
</#if>
<#if unsubscribe??>

${words.unsubscribe}: ${unsubscribe}
</#if>
